/** Writes well-formed XML: SVG pictures, and HTML that an XML parser can read as well. */
@NullMarked
package io.tickgate.bench.markup;

import org.jspecify.annotations.NullMarked;
