package io.tickgate.protocol.message;

/**
 * Newest values of a family's channels, some at a time.
 *
 * @param channel the family
 * @param page counts up from 1
 * @param last whether it is the last one of this snapshot
 * @param items objects of {@code channel}, {@code offset} and {@code message}, the publication as it was sent
 */
public record SnapshotPage(String channel, int page, boolean last, OpaqueList items) implements ServerMessage {
    @Override
    public String type() {
        return "snapshot";
    }

    @Override
    public <R> R accept(ServerMessage.Handler<R> handler) {
        return handler.onSnapshotPage(this);
    }
}
