/**
 * How values become text: escaped, redacted, aligned, as JSON or as lines of a log. Nothing here
 * knows what the text is about.
 */
package dev.net2vec.job.text;
