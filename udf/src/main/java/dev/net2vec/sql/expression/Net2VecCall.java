package dev.net2vec.sql.expression;

import java.io.Serializable;

/**
 * A record whose {@code invoke} method Spark's generated code calls.
 *
 * <p>Because records have value equality, Spark evaluates two equal calls once.
 */
public interface Net2VecCall extends Serializable {}
