package io.tickgate.core;

import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.Channel;
import io.tickgate.core.audit.AccessLog;
import io.tickgate.core.config.AdminConfig;
import io.tickgate.core.limit.ByteBudget;
import io.tickgate.core.time.Clock;
import io.tickgate.core.transport.AcceptPauses;
import io.tickgate.core.transport.AdminListener;
import io.tickgate.core.transport.EventLoops;
import io.tickgate.core.transport.LoopContext;
import io.tickgate.core.transport.http.ClientAddresses;
import io.tickgate.core.transport.http.HostPolicy;
import io.tickgate.core.transport.http.HttpConnectionLimit;
import io.tickgate.core.transport.http.HttpEndpoint;
import io.tickgate.core.transport.http.HttpFront;
import io.tickgate.core.transport.http.HttpSettings;
import io.tickgate.core.transport.http.OriginPolicy;
import io.tickgate.core.transport.http.PublishGuard;
import io.tickgate.core.transport.http.RequestDispatch;
import io.tickgate.core.transport.http.RequestIdentity;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Makes the operator's listener of the same parts as the public one, with rules of its own.
 *
 * @param settings of both
 * @param contexts what a channel's event loop shares
 * @param pages whether it serves pages, which may then talk to it
 * @param endpoints everything that it serves
 */
record AdminSetup(
        AdminConfig config,
        HttpSettings settings,
        EventLoops loops,
        ByteBufAllocator allocator,
        AcceptPauses pauses,
        Function<Channel, LoopContext> contexts,
        ByteBudget bodyBudget,
        Clock clock,
        AccessLog access,
        boolean pages,
        List<HttpEndpoint> endpoints) {
    /** @return null when {@code admin.listen} is off */
    @Nullable
    AdminListener open() throws IOException {
        if (config.isOff()) {
            return null;
        }
        AdminListener.Parts parts = new AdminListener.Parts(loops, allocator, pauses, front(), contexts);
        return config.isUnix()
                ? AdminListener.onSocket(parts, Path.of(config.path()), config.hasGroup() ? config.socketGroup() : null)
                : AdminListener.onAddress(
                        parts,
                        new InetSocketAddress(ListenAddresses.of(config.host()).get(0), config.port()));
    }

    /** Loopback names alone, no page of another origin, no forwarded addresses: whoever is there is on this machine. */
    private HttpFront front() {
        HostPolicy hosts = new HostPolicy("localhost", List.of());
        OriginPolicy origins = pages ? OriginPolicy.ownPages() : OriginPolicy.nonBrowsers();
        RequestDispatch requests = new RequestDispatch(
                settings,
                () -> hosts,
                () -> origins,
                new ClientAddresses(address -> false),
                new RequestIdentity(new PublishGuard(address -> true), null),
                bodyBudget,
                () -> false,
                null,
                endpoints);
        int most = config.maxConnections();
        return new HttpFront(
                settings, requests, new HttpConnectionLimit(most, most, most, address -> false), clock, access);
    }
}
