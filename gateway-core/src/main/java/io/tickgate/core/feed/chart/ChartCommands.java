package io.tickgate.core.feed.chart;

import io.tickgate.core.session.Answer;
import io.tickgate.protocol.message.ClientMessage;
import io.tickgate.protocol.message.ServerMessage;
import io.tickgate.protocol.wire.WireException;

/** Charts, as a client's commands reach them. Any session's loop. */
public final class ChartCommands {
    private final ChartFeed charts;

    public ChartCommands(ChartFeed charts) {
        this.charts = charts;
    }

    public void onPublish(ClientMessage.PublishChart command, Answer answer) {
        charts.publish(command.symbol(), command.updateType(), command.dataPoints(), new ChartReply() {
            @Override
            public void onPublished(String channel, int accepted, long offset, int recipientCount) {
                answer.published(channel, offset, recipientCount, null);
            }

            @Override
            public void onRefused(WireException fault) {
                answer.refuse(fault);
            }
        });
    }

    public void onRemove(ClientMessage.RemoveChart command, Answer answer) {
        try {
            charts.remove(command.symbol(), new ChartRemovalReply() {
                @Override
                public void onRemoved() {
                    answer.send(new ServerMessage.ChartRemoved(answer.id(), command.symbol(), answer.nowMillis()));
                }

                @Override
                public void onRefused(WireException fault) {
                    answer.refuse(fault);
                }
            });
        } catch (WireException fault) {
            answer.refuse(fault);
        }
    }
}
