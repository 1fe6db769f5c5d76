/** Trackers of experiments, which are told of a run once it is published; they never fail it. */
package dev.net2vec.job.tracking;
