package io.tickgate.core.session;

import io.tickgate.protocol.message.ClientMessage;

/** Commands that outlive the call that brought them, and the bytes of the message that they stood in. */
final class OwnedCommand {
    private OwnedCommand() {}

    /** The same command; the bodies inside are its own. */
    static ClientMessage of(ClientMessage command) {
        if (command instanceof ClientMessage.Publish c) {
            return new ClientMessage.Publish(c.id(), c.channel(), c.message().copy(), c.priority(), c.conflate());
        } else if (command instanceof ClientMessage.PublishBacktestProgress c) {
            return new ClientMessage.PublishBacktestProgress(
                    c.id(), c.taskId(), c.data().copy());
        } else if (command instanceof ClientMessage.PublishChart c) {
            return new ClientMessage.PublishChart(
                    c.id(), c.symbol(), c.updateType(), c.dataPoints().copy());
        } else if (command instanceof ClientMessage.PublishNotification c) {
            return new ClientMessage.PublishNotification(
                    c.id(), c.notification().copy());
        } else if (command instanceof ClientMessage.PublishSystemStatus c) {
            return new ClientMessage.PublishSystemStatus(c.id(), c.status().copy());
        }
        return command;
    }
}
