package io.tickgate.core.transport.http.endpoint.admin;

/** Where things stand on the operator's listener. */
final class AdminPaths {
    static final String CONNECTIONS = "/admin/v1/connections";
    static final String CONNECTION = CONNECTIONS + "/{id}";
    static final String CHANNELS = "/admin/v1/channels";
    static final String NODES = "/admin/v1/nodes";
    static final String LOG_LEVEL = "/admin/v1/log-level";

    /** The name of a connection in a path. */
    static final String ID = "id";

    private AdminPaths() {}
}
