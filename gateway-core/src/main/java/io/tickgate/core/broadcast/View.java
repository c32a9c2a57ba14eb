package io.tickgate.core.broadcast;

import io.tickgate.protocol.wire.MemberNames;

/**
 * A part of a family's messages that subscribers may ask for ({@code channels.<family>.views}).
 *
 * @param members beside those that every publication has
 */
public record View(String name, MemberNames members) {}
