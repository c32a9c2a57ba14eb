package io.tickgate.core.session;

import io.tickgate.core.auth.Authentication;
import io.tickgate.core.auth.Credential;
import io.tickgate.core.auth.Principal;
import io.tickgate.core.auth.Rule;
import io.tickgate.core.auth.Verdict;
import io.tickgate.core.broadcast.Topic;
import io.tickgate.core.limit.ConnectionLimit;
import io.tickgate.core.limit.UserConnections;
import io.tickgate.core.metrics.Counter;
import io.tickgate.protocol.message.ClientMessage;
import io.tickgate.protocol.message.CloseCode;
import io.tickgate.protocol.message.ErrorCode;
import io.tickgate.protocol.message.ServerMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Executes {@code authenticate}: the first word of a connection that has shown nothing in its handshake, or a new token in
 * the place of one that ends. Commands behind it wait until it is decided, so that all of them are judged by it.
 *
 * <p><b>Owner:</b> the session's loop.
 */
final class AuthenticateCommand {
    private static final String TOKEN = "token";

    private final Session session;
    private final SessionServices services;
    private final Authentication authentication;

    AuthenticateCommand(Session session, SessionServices services, Authentication authentication) {
        this.session = session;
        this.services = services;
        this.authentication = authentication;
    }

    Optional<ServerMessage> execute(ClientMessage.Authenticate command) {
        session.inbox().pause();
        Answer answer = new Answer(session, services, command).then(session.inbox()::resume);
        authentication.verify(
                Credential.bearer(command.token()),
                session.clientAddress(),
                services.shard().loop(),
                verdict -> conclude(verdict, answer));
        return Optional.empty();
    }

    private void conclude(Verdict verdict, Answer answer) {
        if (!session.isOpen()) {
            return;
        }
        if (verdict instanceof Verdict.Refused refused) {
            refuse(refused.rule(), answer);
        } else if (verdict instanceof Verdict.Accepted accepted) {
            accept(accepted.principal(), answer);
        }
    }

    private static void refuse(Rule rule, Answer answer) {
        answer.refuse(rule.code(), rule.answer(), TOKEN, rule.retryAfterSeconds());
    }

    private void accept(Principal principal, Answer answer) {
        Identity identity = session.identity();
        if (!identity.mayBecome(principal)) {
            answer.refuse(ErrorCode.FORBIDDEN, "this connection is somebody else's", TOKEN);
            return;
        }
        if (!identity.isAsSaid(principal)) {
            answer.refuse(ErrorCode.FORBIDDEN, "this connection came under another user's name", TOKEN);
            services.shard().counters().increment(Counter.AUTH_CLOSES);
            session.closeAfterQueued(CloseCode.FORBIDDEN);
            return;
        }
        if (!identity.tryOccupy(principal)) {
            // As the same token would have been at the handshake: not at once again, and not for good.
            answer.refuse(
                    ErrorCode.TOO_MANY_CONNECTIONS_OF_USER,
                    UserConnections.REACHED,
                    TOKEN,
                    ConnectionLimit.RETRY_AFTER_SECONDS);
            services.shard().counters().increment(Counter.USER_CLOSES);
            session.closeAfterQueued(CloseCode.USER_LIMIT);
            return;
        }
        String before = session.userId();
        session.become(principal);
        List<String> ended = endWhatIsDenied(principal);
        String userId = session.userId();
        boolean isNewUser = userId != null && !userId.equals(before);
        answer.send(new ServerMessage.Authenticated(
                answer.id(),
                userId,
                principal.expiresAtMillis() == Principal.NEVER ? null : (Long) principal.expiresAtMillis(),
                isNewUser ? services.resumeTokens().issue(session.id(), userId) : null,
                answer.nowMillis()));
        ended.forEach(channel -> session.send(ended(channel)));
    }

    /** What the new token does not allow any more ends. @return what the client is told of */
    private List<String> endWhatIsDenied(Principal principal) {
        List<String> ended = new ArrayList<>();
        String own = session.ownChannel();
        for (Topic topic : List.copyOf(session.subscriptions().topics())) {
            String channel = topic.name();
            // A user's own channel goes with the one that brings it.
            boolean isDenied = !principal.maySubscribe(channel.equals(own) ? UserTopics.BROUGHT_BY : channel);
            if (isDenied) {
                session.subscriptions().remove(topic);
                if (!channel.equals(own)) {
                    ended.add(channel);
                }
            }
        }
        return ended;
    }

    private ServerMessage ended(String channel) {
        return new ServerMessage.ErrorMessage(
                ErrorCode.FORBIDDEN,
                "the subscription has ended: the new token does not allow it",
                null,
                null,
                null,
                channel,
                null,
                null,
                null,
                services.clock().millis());
    }

    /** Null where nothing is asked for. */
    static @Nullable AuthenticateCommand of(Session session, SessionServices services) {
        Authentication authentication = services.authentication();
        return authentication == null ? null : new AuthenticateCommand(session, services, authentication);
    }
}
