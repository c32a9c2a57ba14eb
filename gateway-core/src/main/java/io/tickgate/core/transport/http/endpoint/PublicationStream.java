package io.tickgate.core.transport.http.endpoint;

import io.netty.buffer.ByteBuf;
import io.tickgate.core.auth.Right;
import io.tickgate.core.broadcast.Broker;
import io.tickgate.core.broadcast.PublishOptions;
import io.tickgate.core.broadcast.PublishReply;
import io.tickgate.core.limit.ByteBudget;
import io.tickgate.core.metrics.Via;
import io.tickgate.core.transport.http.BodyStream;
import io.tickgate.core.transport.http.HttpExchange;
import io.tickgate.core.transport.http.HttpSettings;
import io.tickgate.core.transport.http.LineSplitter;
import io.tickgate.core.transport.http.RequestDispatch;
import io.tickgate.protocol.message.BroadcastRequest;
import io.tickgate.protocol.message.ErrorCode;
import io.tickgate.protocol.message.WireFormat;
import io.tickgate.protocol.wire.WireException;

/**
 * One bulk upload. Reading pauses while the broker is congested, and while too many lines wait for their publication; a
 * line that is refused does not stop the others. An upload may take any time: a line that comes when what its publisher has
 * shown counts no more is refused.
 *
 * <p><b>Owner:</b> the connection's event loop; the broker's replies come back to it.
 */
final class PublicationStream implements BodyStream, LineSplitter.Sink {
    private final HttpExchange exchange;
    private final Broker broker;
    private final int outstandingMax;
    private final LineSplitter lines;
    private final LineErrors errors = new LineErrors();
    private long acceptedCount;
    /** Of these, those that were published before under the same key. */
    private long duplicateCount;

    private int outstandingCount;
    private boolean isPausedByReplies;
    private boolean hasEnded;
    private boolean isCutShort;

    PublicationStream(HttpExchange exchange, Broker broker, HttpSettings settings, ByteBudget bodyBudget) {
        this.exchange = exchange;
        this.broker = broker;
        this.outstandingMax = settings.outstandingLinesMax();
        this.lines = new LineSplitter(settings.bodyBytesMax(), bodyBudget, this);
    }

    @Override
    public boolean onPiece(ByteBuf piece) {
        if (hasEnded) {
            return true;
        }
        lines.feed(piece);
        return mayGoOn();
    }

    @Override
    public void onEnd() {
        if (hasEnded) {
            return;
        }
        lines.end();
        lines.close();
        hasEnded = true;
        answerIfDone();
    }

    @Override
    public void onStop() {
        lines.close();
        hasEnded = true;
        isCutShort = true;
        answerIfDone();
    }

    @Override
    public void onBroken() {
        lines.close();
    }

    @Override
    public void onLine(long number, byte[] bytes, int length) {
        if (exchange.nowMillis() >= exchange.principal().endsAtMillis()) {
            errors.add(number, ErrorCode.UNAUTHORIZED, "the token has expired");
            return;
        }
        BroadcastRequest request;
        try {
            request = exchange.codecs().bodyReader().readBroadcast(WireFormat.JSON, bytes, 0, length);
        } catch (WireException fault) {
            errors.add(number, fault.code(), fault.text());
            return;
        }
        if (!exchange.principal().mayPublish(request.channel())) {
            errors.add(number, ErrorCode.FORBIDDEN, exchange.principal().denial(Right.PUBLISH, request.channel()));
            return;
        }
        outstandingCount++;
        broker.publish(
                request.channel(),
                request.message(),
                new PublishOptions(
                        request.priority(), request.conflate(), request.exclude(), request.idempotencyKey(), Via.HTTP),
                exchange.executor(),
                new Reply(number));
    }

    @Override
    public void onLineTooLong(long number) {
        errors.add(number, ErrorCode.MESSAGE_TOO_LARGE, "the line exceeds limits.max-body-bytes");
    }

    @Override
    public void onNoMemory(long number) {
        errors.add(number, ErrorCode.UNAVAILABLE, "too many request bodies are in flight");
    }

    private boolean mayGoOn() {
        if (broker.isCongested()) {
            broker.whenRelieved(exchange.executor(), this::goOn);
            return false;
        }
        isPausedByReplies = outstandingCount >= outstandingMax;
        return !isPausedByReplies;
    }

    private void goOn() {
        if (!exchange.isOver() && mayGoOn()) {
            exchange.resumeBody();
        }
    }

    private void onReply() {
        outstandingCount--;
        // Half of the limit, so that reading does not stop and go with every single reply.
        if (isPausedByReplies && outstandingCount <= outstandingMax / 2) {
            isPausedByReplies = false;
            goOn();
        }
        answerIfDone();
    }

    private void answerIfDone() {
        if (!hasEnded || outstandingCount > 0 || exchange.isOver()) {
            return;
        }
        if (isCutShort) {
            exchange.respondProblem(RequestDispatch.stopping("; of the first " + lines.count() + " lines "
                    + acceptedCount + " were accepted, and none behind them"));
        } else {
            exchange.respondJson(200, json -> {
                json.beginObject(duplicateCount > 0 ? 4 : 3);
                json.name("accepted").integer(acceptedCount);
                if (duplicateCount > 0) {
                    json.name("duplicates").integer(duplicateCount);
                }
                errors.writeTo(json);
                json.endObject();
            });
        }
    }

    private final class Reply implements PublishReply {
        private final long lineNumber;

        Reply(long lineNumber) {
            this.lineNumber = lineNumber;
        }

        @Override
        public void onPublished(long offset, int recipientCount) {
            acceptedCount++;
            onReply();
        }

        @Override
        public void onDuplicate(long offset) {
            duplicateCount++;
            onPublished(offset, 0);
        }

        @Override
        public void onRefused(ErrorCode code, String detail) {
            errors.add(lineNumber, code, detail);
            onReply();
        }
    }
}
