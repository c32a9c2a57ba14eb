/** How bytes carry it: readers and writers of JSON and MessagePack behind one interface each. */
@NullMarked
package io.tickgate.protocol.wire;

import org.jspecify.annotations.NullMarked;
