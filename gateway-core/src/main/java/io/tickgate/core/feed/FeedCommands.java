package io.tickgate.core.feed;

import io.tickgate.core.feed.chart.ChartCommands;
import io.tickgate.core.feed.notice.NotificationCommands;
import io.tickgate.core.feed.progress.ProgressCommands;
import io.tickgate.core.feed.status.StatusCommands;
import io.tickgate.core.session.Answer;
import io.tickgate.core.session.ClientModules;
import io.tickgate.protocol.message.ClientMessage;

/** Hands a client's command to its module. */
final class FeedCommands implements ClientModules {
    private final ChartCommands charts;
    private final ProgressCommands progress;
    private final NotificationCommands notifications;
    private final StatusCommands systemStatus;

    FeedCommands(
            ChartCommands charts,
            ProgressCommands progress,
            NotificationCommands notifications,
            StatusCommands systemStatus) {
        this.charts = charts;
        this.progress = progress;
        this.notifications = notifications;
        this.systemStatus = systemStatus;
    }

    @Override
    public void onRequestBacktestProgress(ClientMessage.RequestBacktestProgress command, Answer answer) {
        progress.onRequest(command, answer);
    }

    @Override
    public void onPublishBacktestProgress(ClientMessage.PublishBacktestProgress command, Answer answer) {
        progress.onPublish(command, answer);
    }

    @Override
    public void onPublishChart(ClientMessage.PublishChart command, Answer answer) {
        charts.onPublish(command, answer);
    }

    @Override
    public void onRemoveChart(ClientMessage.RemoveChart command, Answer answer) {
        charts.onRemove(command, answer);
    }

    @Override
    public void onGetNotifications(ClientMessage.GetNotifications command, Answer answer) {
        notifications.list(command, answer);
    }

    @Override
    public void onMarkNotificationRead(ClientMessage.MarkNotificationRead command, Answer answer) {
        notifications.markRead(command, answer);
    }

    @Override
    public void onPublishNotification(ClientMessage.PublishNotification command, Answer answer) {
        notifications.publish(command, answer);
    }

    @Override
    public void onPublishSystemStatus(ClientMessage.PublishSystemStatus command, Answer answer) {
        systemStatus.onPublish(command, answer);
    }
}
