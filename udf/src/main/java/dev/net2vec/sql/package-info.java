/** How Spark sees it: one class per SQL function, their registry and the Column functions. */
package dev.net2vec.sql;
