package io.tickgate.core.feed.progress;

import io.tickgate.core.session.Answer;
import io.tickgate.protocol.message.ClientMessage;
import io.tickgate.protocol.message.ErrorCode;
import io.tickgate.protocol.message.ServerMessage;
import io.tickgate.protocol.message.UpdateMessage;
import io.tickgate.protocol.wire.WireException;

/** The commands about back-test progress. */
public final class ProgressCommands {
    private final ProgressFeed feed;

    public ProgressCommands(ProgressFeed feed) {
        this.feed = feed;
    }

    public void onRequest(ClientMessage.RequestBacktestProgress command, Answer answer) {
        try {
            feed.requireLoaded();
        } catch (WireException fault) {
            answer.refuse(fault);
            return;
        }
        feed.find(command.taskId(), answer.executor(), state -> {
            if (state == null) {
                answer.refuse(ErrorCode.TASK_NOT_FOUND, "no such task", "task_id");
            } else {
                answer.send(new UpdateMessage.BacktestProgressUpdate(
                        answer.id(), command.taskId(), state, answer.nowMillis(), null));
            }
        });
    }

    public void onPublish(ClientMessage.PublishBacktestProgress command, Answer answer) {
        feed.update(command.taskId(), command.data(), "data.", answer.executor(), new ProgressReply() {
            @Override
            public void onUpdated(ProgressReceipt receipt) {
                answer.send(new ServerMessage.PublishConfirmed(
                        answer.id(),
                        receipt.channel(),
                        receipt.offset(),
                        receipt.recipientCount(),
                        null,
                        receipt.conflated(),
                        false,
                        answer.nowMillis()));
            }

            @Override
            public void onRefused(WireException fault) {
                answer.refuse(fault);
            }
        });
    }
}
