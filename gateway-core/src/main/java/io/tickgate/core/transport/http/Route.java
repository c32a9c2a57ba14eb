package io.tickgate.core.transport.http;

import io.netty.handler.codec.http.HttpMethod;
import java.util.Set;

/**
 * Which requests an endpoint serves.
 *
 * @param consumes body types it reads; empty when it takes no body
 * @param access who may ask
 */
public record Route(HttpMethod method, PathPattern path, Set<MediaType> consumes, Access access) {
    /** Who may use an endpoint. */
    public enum Access {
        /** Everyone who reaches the gateway. */
        ANYONE,
        /** Who has shown something, where that is asked for. */
        CLIENTS,
        /** Who may publish anything; the endpoint asks for the right to its channel. */
        PUBLISHERS,
        /** Who may act for a user, which the endpoint decides; while there is no authentication, publishers. */
        USERS
    }

    /** Reads something; HEAD is answered, too. */
    public static Route get(String path) {
        return new Route(HttpMethod.GET, new PathPattern(path), Set.of(), Access.CLIENTS);
    }

    /** Reads something that everybody may know. */
    public static Route open(String path) {
        return get(path).with(Access.ANYONE);
    }

    /** The same for others. */
    public Route with(Access other) {
        return new Route(method, path, consumes, other);
    }

    /** Publishes what the body holds. */
    public static Route publish(HttpMethod method, String path, MediaType... consumes) {
        return new Route(method, new PathPattern(path), Set.of(consumes), Access.PUBLISHERS);
    }

    boolean serves(HttpMethod asked) {
        return method.equals(asked) || (method.equals(HttpMethod.GET) && asked.equals(HttpMethod.HEAD));
    }
}
