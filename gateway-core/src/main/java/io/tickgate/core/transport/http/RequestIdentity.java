package io.tickgate.core.transport.http;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.tickgate.core.auth.Authentication;
import io.tickgate.core.auth.Credential;
import io.tickgate.core.auth.Principal;
import io.tickgate.core.auth.Right;
import io.tickgate.core.auth.Rule;
import io.tickgate.core.auth.Verdict;
import io.tickgate.protocol.message.ErrorCode;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Finds out whose request it is: by its address where nothing is asked for, else by what it shows. And says who may use an
 * endpoint. Any thread.
 */
public final class RequestIdentity {
    private static final String CHALLENGE = "Bearer realm=\"gateway\"";

    private final PublishGuard publishers;
    private final @Nullable Authentication authentication;

    /** @param authentication null where clients have nothing to show */
    public RequestIdentity(PublishGuard publishers, @Nullable Authentication authentication) {
        this.publishers = publishers;
        this.authentication = authentication;
    }

    /**
     * Says whose request it is; {@link Principal#NOBODY}'s where something is asked for and nothing was shown.
     *
     * @param loop where {@code then} is called when that takes longer than this call
     */
    void find(RequestHead head, Executor loop, Consumer<Verdict> then) {
        if (authentication == null) {
            then.accept(publishers.verdict(head.client()));
            return;
        }
        List<Credential> shown = Credentials.of(head);
        if (shown.isEmpty()) {
            then.accept(new Verdict.Accepted(Principal.NOBODY));
        } else if (shown.size() > 1) {
            authentication.refuse(Rule.AMBIGUOUS, shown.get(0), head.client().address(), then);
        } else {
            authentication.verify(shown.get(0), head.client().address(), loop, then);
        }
    }

    /** @throws RequestRefused when what was shown does not count */
    static void requireAccepted(Verdict verdict) throws RequestRefused {
        if (verdict instanceof Verdict.Refused refused) {
            throw refusal(refused);
        }
    }

    /** What a client is told whose token or key is refused: that it is, and no more. */
    private static RequestRefused refusal(Verdict.Refused refused) {
        Rule rule = refused.rule();
        ProblemDetails problem = ProblemDetails.of(rule.code(), rule.answer()).withRetryAfter(rule.retryAfterSeconds());
        return rule.code() == ErrorCode.UNAUTHORIZED
                ? RequestRefused.with(
                        problem,
                        headers ->
                                headers.set(HttpHeaderNames.WWW_AUTHENTICATE, CHALLENGE + ", error=\"invalid_token\""))
                : RequestRefused.with(problem);
    }

    /** @throws RequestRefused when {@code principal} may not use an endpoint of that access */
    static void require(Principal principal, Route.Access access) throws RequestRefused {
        if (access == Route.Access.ANYONE) {
            return;
        }
        if (!principal.isKnown()) {
            throw RequestRefused.with(
                    ProblemDetails.of(ErrorCode.UNAUTHORIZED, "A bearer token or an API key is needed here"),
                    headers -> headers.set(HttpHeaderNames.WWW_AUTHENTICATE, CHALLENGE));
        }
        boolean isByAddress = principal.kind() == Principal.Kind.ADDRESS;
        boolean mustPublish = access == Route.Access.PUBLISHERS || (access == Route.Access.USERS && isByAddress);
        if (mustPublish && !principal.rights().allowsAny(Right.PUBLISH)) {
            throw RequestRefused.with(ProblemDetails.of(
                    ErrorCode.FORBIDDEN,
                    isByAddress
                            ? "This address may not publish; see ingest.allowed-addresses and server.trusted-proxies"
                            : "What was shown grants no right to publish"));
        }
    }
}
