/**
 * The command line: one class per command, the options, the configuration behind them, and progress
 * and tables on the terminal. The packages below do a command's work.
 */
package dev.net2vec.job;
