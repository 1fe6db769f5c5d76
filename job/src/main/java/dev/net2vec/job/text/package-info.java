/**
 * Turns values into text: escaped, redacted, aligned, as JSON or as log lines. Nothing here depends
 * on what the text is about.
 */
package dev.net2vec.job.text;
