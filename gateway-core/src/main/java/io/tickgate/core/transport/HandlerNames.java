package io.tickgate.core.transport;

/** Names of the handlers, as the pipeline's dump in a log shows them; the order is the one on the page. */
public final class HandlerNames {
    public static final String DEFERRED_CLOSE = "deferred-close";
    public static final String FIRST_READS = "first-reads";
    public static final String REQUEST_DEADLINE = "request-deadline";
    public static final String PROXY_HEADER = "proxy-header";
    public static final String PROXIED_ENDS = "proxied-ends";
    public static final String PLAIN_TEXT = "plain-text";
    public static final String TLS = "tls";
    public static final String TLS_GUARD = "tls-guard";
    public static final String HTTP_CODEC = "http-codec";
    public static final String HTTP_FLOW_CONTROL = "http-flow-control";
    public static final String HTTP_ROUTER = "http-router";

    public static final String FRAME_DECODER = "frame-decoder";
    public static final String FRAME_AGGREGATOR = "frame-aggregator";
    public static final String CONTROL_FRAMES = "control-frames";
    public static final String FRAME_FLOW_CONTROL = "frame-flow-control";
    public static final String MESSAGE_DECODER = "message-decoder";
    public static final String SESSION = "session";

    private HandlerNames() {}
}
