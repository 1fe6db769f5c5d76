/**
 * The command line: one class per command, its options, the configuration beneath them, progress
 * and tables on the terminal. What a command does is done in the packages below.
 */
package dev.net2vec.job;
