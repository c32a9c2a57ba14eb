package io.tickgate.core.session;

import io.tickgate.protocol.message.ClientMessage;

/**
 * The guide's modules, as a session sees them: commands that are more than topics and subscriptions.
 *
 * <p>Every method is called on the session's loop and may answer at once or later, from any loop. The bodies inside a
 * command are borrowed for the call. Whether the client may publish was checked before.
 */
public interface ClientModules {
    void onRequestBacktestProgress(ClientMessage.RequestBacktestProgress command, Answer answer);

    void onPublishBacktestProgress(ClientMessage.PublishBacktestProgress command, Answer answer);

    void onPublishChart(ClientMessage.PublishChart command, Answer answer);

    void onRemoveChart(ClientMessage.RemoveChart command, Answer answer);

    void onGetNotifications(ClientMessage.GetNotifications command, Answer answer);

    void onMarkNotificationRead(ClientMessage.MarkNotificationRead command, Answer answer);

    void onPublishNotification(ClientMessage.PublishNotification command, Answer answer);

    void onPublishSystemStatus(ClientMessage.PublishSystemStatus command, Answer answer);
}
