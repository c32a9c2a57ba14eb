package io.tickgate.core.transport.http;

import io.netty.channel.ChannelHandlerContext;

/**
 * Asks for one message at a time, from the {@code FlowControlHandler} before the router.
 *
 * <p><b>Owner:</b> the connection's event loop.
 */
final class MessagePull {
    private boolean isReading;
    private boolean wantsRead;
    /** A message was asked for and has not come. */
    private boolean isWaiting;

    /** A message that is there already arrives within this call, so a loop stands in for recursion. */
    void next(ChannelHandlerContext context) {
        wantsRead = true;
        if (isReading) {
            return;
        }
        isReading = true;
        while (wantsRead) {
            wantsRead = false;
            isWaiting = true;
            context.read();
        }
        isReading = false;
    }

    void onMessage() {
        isWaiting = false;
    }

    /** A read of the socket uses up what was asked for, even when it brought less than a message. */
    void onReadComplete(ChannelHandlerContext context) {
        if (isWaiting) {
            next(context);
        }
    }
}
