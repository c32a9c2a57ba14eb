package io.tickgate.core.transport.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.tickgate.core.limit.ByteBudget;
import io.tickgate.protocol.message.ErrorCode;
import io.tickgate.protocol.wire.WireException;

/**
 * Gathers a body until it is whole, then serves it. What it holds is reserved as it arrives, not as it is announced: a
 * peer that promises a megabyte and sends nothing takes nothing from the others.
 */
final class BodyCollector implements BodyStream {
    private static final int RETRY_AFTER_SECONDS = 1;
    private static final int START_BYTES = 256;

    private final HttpEndpoint.Whole endpoint;
    private final HttpExchange exchange;
    private final int bytesMax;
    private final ByteBudget budget;
    private final ByteBuf body;
    private int reservedBytes;
    private boolean isFreed;

    BodyCollector(
            HttpEndpoint.Whole endpoint,
            HttpExchange exchange,
            int bytesMax,
            ByteBudget budget,
            ByteBufAllocator alloc) {
        this.endpoint = endpoint;
        this.exchange = exchange;
        this.bytesMax = bytesMax;
        this.budget = budget;
        this.body = alloc.heapBuffer(Math.min(START_BYTES, bytesMax), bytesMax);
    }

    static ProblemDetails tooLarge(int bytesMax) {
        return ProblemDetails.of(
                ErrorCode.BODY_TOO_LARGE, "The body exceeds limits.max-body-bytes, which is " + bytesMax);
    }

    static ProblemDetails noMemory() {
        return ProblemDetails.of(ErrorCode.UNAVAILABLE, "Too many request bodies are in flight")
                .withRetryAfter(RETRY_AFTER_SECONDS);
    }

    @Override
    public boolean onPiece(ByteBuf piece) {
        int bytes = piece.readableBytes();
        if (bytes > bytesMax - body.readableBytes()) {
            refuse(tooLarge(bytesMax));
        } else if (!budget.tryReserve(bytes)) {
            refuse(noMemory());
        } else {
            reservedBytes += bytes;
            body.writeBytes(piece, piece.readerIndex(), bytes);
        }
        return true;
    }

    @Override
    public void onEnd() {
        try {
            endpoint.handle(exchange, body);
        } catch (WireException fault) {
            exchange.respondProblem(ProblemDetails.of(fault));
        } finally {
            free();
        }
    }

    @Override
    public void onStop() {
        refuse(RequestDispatch.stopping(""));
    }

    @Override
    public void onBroken() {
        free();
    }

    private void refuse(ProblemDetails problem) {
        free();
        exchange.respondProblem(problem);
    }

    private void free() {
        if (!isFreed) {
            isFreed = true;
            body.release();
            budget.release(reservedBytes);
        }
    }
}
