package io.tickgate.core.transport.http;

import io.tickgate.core.auth.Principal;
import io.tickgate.core.auth.Verdict;
import java.net.InetAddress;
import java.util.function.Predicate;

/** Who may publish while there is no authentication: clients in {@code ingest.allowed-addresses}, and no stranger. */
public final class PublishGuard {
    private static final Verdict READER = accepted(false, false);
    private static final Verdict PUBLISHER = accepted(true, false);
    private static final Verdict LOCAL_READER = accepted(false, true);
    private static final Verdict LOCAL_PUBLISHER = accepted(true, true);

    private final Predicate<InetAddress> allowed;

    public PublishGuard(Predicate<InetAddress> allowed) {
        this.allowed = allowed;
    }

    private static Verdict accepted(boolean mayPublish, boolean isLocal) {
        return new Verdict.Accepted(Principal.ofAddress(mayPublish, isLocal));
    }

    public boolean mayPublish(ClientAddress client) {
        return !client.isStranger() && allowed.test(client.address());
    }

    /** What {@code client} is for its address alone. */
    Verdict verdict(ClientAddress client) {
        boolean isLocal = !client.isStranger() && client.address().isLoopbackAddress();
        if (mayPublish(client)) {
            return isLocal ? LOCAL_PUBLISHER : PUBLISHER;
        }
        return isLocal ? LOCAL_READER : READER;
    }
}
