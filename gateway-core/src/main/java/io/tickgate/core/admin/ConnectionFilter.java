package io.tickgate.core.admin;

import io.tickgate.core.session.Oversight;
import io.tickgate.core.session.Session;
import java.net.InetAddress;
import java.util.StringJoiner;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Which connections an operator means: those that are all of it. What is null does not matter.
 *
 * @param family what they are subscribed to, or to a member of it
 */
public record ConnectionFilter(
        @Nullable InetAddress address,
        @Nullable String userId,
        @Nullable String family) implements Predicate<Session> {
    public static final ConnectionFilter ALL = new ConnectionFilter(null, null, null);

    public boolean isAll() {
        return equals(ALL);
    }

    /** On the session's loop. */
    @Override
    public boolean test(Session session) {
        return (address == null || address.equals(session.peer().address()))
                && (userId == null || userId.equals(session.userId()))
                && (family == null || Oversight.holdsAnyOf(session, family));
    }

    /** Such as {@code user=alice address=192.0.2.7}. */
    @Override
    public String toString() {
        StringJoiner parts = new StringJoiner(" ");
        if (userId != null) {
            parts.add("user=" + userId);
        }
        if (address != null) {
            parts.add("address=" + address.getHostAddress());
        }
        if (family != null) {
            parts.add("family=" + family);
        }
        return parts.toString();
    }
}
