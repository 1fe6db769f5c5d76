/**
 * What kind of bytes or text a cell holds: the magic bytes of mask files, and forms that are no
 * masks but are often tried, each with its remedy. Nothing here decodes.
 */
package dev.net2vec.mask.form;
