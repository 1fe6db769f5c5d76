package dev.net2vec.sql.expression;

import java.io.Serializable;

/**
 * A record whose {@code invoke} method Spark's generated code calls.
 *
 * <p>Value equality makes Spark see two equal calls as one, and evaluate it once.
 */
public interface Net2VecCall extends Serializable {}
