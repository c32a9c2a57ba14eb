package io.tickgate.cli.client;

import io.tickgate.protocol.message.ServerMessage;

/** What a client's socket tells its owner. */
public sealed interface SocketEvent {
    /**
     * A message.
     *
     * @param message its bodies point into {@code wire}
     * @param wire the bytes as they came
     * @param receivedAtNanos of {@link System#nanoTime}, when the last byte came
     */
    record Received(ServerMessage message, WireMessage wire, long receivedAtNanos) implements SocketEvent {}

    /** The gateway closed the connection. No event comes after it. */
    record Closed(int code, String reason) implements SocketEvent {}

    /** The connection broke, or what came was no message. No event comes after it. */
    record Broken(String why) implements SocketEvent {}
}
