/**
 * The definitions of the settings: name, default, allowed values and meaning, once for session
 * confs, function options, the job's options and the documents. No Spark and no reading of values
 * from anywhere.
 */
package dev.net2vec.setting;
