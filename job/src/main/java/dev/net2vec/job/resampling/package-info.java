/** How certain a figure is: the same figure of resampled instances. No masks, runs or settings. */
package dev.net2vec.job.resampling;
