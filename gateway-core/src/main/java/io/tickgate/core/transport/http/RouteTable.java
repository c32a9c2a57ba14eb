package io.tickgate.core.transport.http;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.tickgate.protocol.message.ErrorCode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Finds the endpoint of a request. Immutable; a few dozen routes are walked in order, the most exact paths first. */
final class RouteTable {
    /** An endpoint and what the path's variables stood for. */
    record Match(HttpEndpoint endpoint, Map<String, String> variables) {}

    private final List<HttpEndpoint> endpoints;

    /** @throws IllegalArgumentException when two endpoints serve the same requests */
    RouteTable(List<? extends HttpEndpoint> endpoints) {
        List<HttpEndpoint> sorted = new ArrayList<>(endpoints);
        sorted.sort(Comparator.comparingInt(endpoint -> endpoint.route().path().variableCount()));
        for (int i = 0; i < sorted.size(); i++) {
            Route route = sorted.get(i).route();
            for (HttpEndpoint other : sorted.subList(0, i)) {
                if (other.route().method().equals(route.method())
                        && other.route().path().isAsExactAs(route.path())) {
                    throw new IllegalArgumentException("two endpoints serve " + route);
                }
            }
        }
        this.endpoints = List.copyOf(sorted);
    }

    /** @throws RequestRefused 404 for an unknown path, 405 with Allow for another method */
    Match find(HttpMethod method, RequestTarget target) throws RequestRefused {
        for (HttpEndpoint endpoint : endpoints) {
            if (endpoint.route().serves(method)) {
                Map<String, String> variables = endpoint.route().path().match(target.segments());
                if (variables != null) {
                    return new Match(endpoint, variables);
                }
            }
        }
        Set<String> allowed = allowedMethods(target);
        if (allowed.isEmpty()) {
            throw RequestRefused.with(ProblemDetails.of(ErrorCode.NOT_FOUND, "There is nothing at this path"));
        }
        throw notAllowed(method, allowed);
    }

    static RequestRefused notAllowed(HttpMethod method, Set<String> allowed) {
        String allow = String.join(", ", allowed);
        return RequestRefused.with(
                ProblemDetails.of(ErrorCode.METHOD_NOT_ALLOWED, method + " is not allowed here; use one of " + allow),
                headers -> headers.set(HttpHeaderNames.ALLOW, allow));
    }

    /** What {@code Allow} says of a path; empty when the path is unknown. {@code *} allows what any path does. */
    Set<String> allowedMethods(RequestTarget target) {
        Set<String> methods = new LinkedHashSet<>();
        for (HttpEndpoint endpoint : endpoints) {
            Route route = endpoint.route();
            if (target.isAsterisk() || route.path().match(target.segments()) != null) {
                methods.add(route.method().name());
                if (route.method().equals(HttpMethod.GET)) {
                    methods.add(HttpMethod.HEAD.name());
                }
            }
        }
        if (!methods.isEmpty()) {
            methods.add(HttpMethod.OPTIONS.name());
        }
        return methods;
    }
}
