package io.tickgate.core.broadcast;

import io.netty.buffer.ByteBuf;

/**
 * A frame, and the publication that it is of.
 *
 * @param bytes borrowed
 */
record PublicationFrame(ByteBuf bytes, Publication publication) {}
