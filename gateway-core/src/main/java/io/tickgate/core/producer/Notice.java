package io.tickgate.core.producer;

import io.tickgate.protocol.message.Priority;
import java.util.Map;
import java.util.Objects;

/**
 * A notification to be published. Null is refused here, with a {@link NullPointerException} that names the argument;
 * everything else the gateway checks when the notice is published.
 *
 * <p>Immutable; every method gives a new one.
 */
public final class Notice {
    private final Members members;

    /**
     * A notification for everybody, of normal priority.
     *
     * @param type 1 to 64 characters, such as {@code info} or {@code backtest_completed}; users mute by it
     * @param title 1 to 256 characters
     * @param message at most 4096 characters
     */
    public Notice(String type, String title, String message) {
        this(Members.NONE
                .with("type", Objects.requireNonNull(type, "type"))
                .with("title", Objects.requireNonNull(title, "title"))
                .with("message", Objects.requireNonNull(message, "message")));
    }

    private Notice(Members members) {
        this.members = members;
    }

    /**
     * Lets the same notification be handed in twice and published once; without one the gateway gives an id.
     *
     * @param id 1 to 128 characters without whitespace
     */
    public Notice id(String id) {
        return with("id", Objects.requireNonNull(id, "id"));
    }

    /**
     * For one user alone.
     *
     * @param userId 1 to 128 characters without whitespace
     */
    public Notice user(String userId) {
        return with("user_id", Objects.requireNonNull(userId, "userId"));
    }

    /** High and urgent ones come through a user's quiet hours. */
    public Notice priority(Priority priority) {
        return with("priority", Objects.requireNonNull(priority, "priority").name());
    }

    /** @param metadata of what {@link Producer} takes as JSON, at most 16 KiB of it */
    public Notice metadata(Map<String, ?> metadata) {
        return with("metadata", Objects.requireNonNull(metadata, "metadata"));
    }

    /**
     * What the user may click.
     *
     * @param url an http:// or https:// address or a path, at most 2048 characters without whitespace
     * @param text at most 256 characters
     */
    public Notice action(String url, String text) {
        return with("action_url", Objects.requireNonNull(url, "url"))
                .with("action_text", Objects.requireNonNull(text, "text"));
    }

    private Notice with(String name, Object value) {
        return new Notice(members.with(name, value));
    }

    Map<String, ?> toMap() {
        return members.values();
    }
}
