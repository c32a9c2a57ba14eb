package io.tickgate.core.session;

import io.tickgate.core.metrics.Counter;
import io.tickgate.protocol.message.ChannelRequest;
import io.tickgate.protocol.message.ErrorCode;
import io.tickgate.protocol.message.Resume;
import io.tickgate.protocol.message.ServerMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Executes {@code resume}: the token says who comes back, and every channel is attached as a {@code subscribe} of its own
 * would do it, with one answer for all.
 *
 * <p><b>Owner:</b> the session's loop.
 */
final class ResumeCommand {
    private final Session session;
    private final SessionServices services;
    private final Refusals refusals;
    private final Attacher attacher;

    ResumeCommand(Session session, SessionServices services, Refusals refusals, Attacher attacher) {
        this.session = session;
        this.services = services;
        this.refusals = refusals;
        this.attacher = attacher;
    }

    Optional<ServerMessage> execute(Resume command) {
        ResumeTokens.Verdict verdict = services.resumeTokens().check(command.token(), session.userId());
        if (verdict != ResumeTokens.Verdict.GOOD) {
            services.shard().counters().increment(Counter.RESUME_REFUSALS);
            return refusals.refuse(command, ErrorCode.RESUME_REFUSED, why(verdict), "token");
        }
        List<Wanted> wanted = new ArrayList<>();
        for (ChannelRequest request : command.subscriptions()) {
            int index = wanted.size();
            if (request.since() != null && request.since().userOffset() != null && session.userId() == null) {
                return refusals.refuseUserOffset(command, "subscriptions[" + index + "].");
            }
            wanted.add(new Wanted(index, request.channel(), request.since(), request.ack(), request.options(), 0));
        }
        return attacher.attach(new Request(command, Request.Form.RESUME, wanted, null));
    }

    private static String why(ResumeTokens.Verdict verdict) {
        return switch (verdict) {
            case OTHER_USER -> "the token is another user's than this connection";
            case EXPIRED -> "the token has expired: its connection ended too long ago (timeouts.resume)";
            default -> "the token is none of this gateway's";
        };
    }
}
