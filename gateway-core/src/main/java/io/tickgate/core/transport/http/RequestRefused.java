package io.tickgate.core.transport.http;

/** A request that is answered with a problem instead of being served. The peer's fault: no stack trace. */
final class RequestRefused extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient ProblemDetails problem;
    private final transient ExtraHeaders headers;
    private final boolean fatal;

    private RequestRefused(ProblemDetails problem, ExtraHeaders headers, boolean fatal) {
        super(problem.detail(), null, false, false);
        this.problem = problem;
        this.headers = headers;
        this.fatal = fatal;
    }

    /** The connection may go on with the next request. */
    static RequestRefused with(ProblemDetails problem) {
        return new RequestRefused(problem, ExtraHeaders.NONE, false);
    }

    static RequestRefused with(ProblemDetails problem, ExtraHeaders headers) {
        return new RequestRefused(problem, headers, false);
    }

    /** Where the next request would start is not certain any more: the connection ends with the answer. */
    static RequestRefused fatal(ProblemDetails problem) {
        return new RequestRefused(problem, ExtraHeaders.NONE, true);
    }

    ProblemDetails problem() {
        return problem;
    }

    ExtraHeaders headers() {
        return headers;
    }

    boolean isFatal() {
        return fatal;
    }
}
