/**
 * Datasets that the job itself writes: samples with known shapes, and masks packed more tightly.
 */
package dev.net2vec.job.dataset;
