/** Datasets that the job writes: samples with known shapes, and compactly packed masks. */
package dev.net2vec.job.dataset;
