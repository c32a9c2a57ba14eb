package io.tickgate.core.transport.http.endpoint;

import io.tickgate.core.broadcast.Broker;
import io.tickgate.core.feed.chart.ChartFeed;
import io.tickgate.core.feed.notice.NotificationCenter;
import io.tickgate.core.feed.progress.ProgressFeed;
import io.tickgate.core.feed.status.SystemStatusFeed;
import io.tickgate.core.limit.ByteBudget;
import io.tickgate.core.transport.http.HttpEndpoint;
import io.tickgate.core.transport.http.HttpSettings;
import java.util.ArrayList;
import java.util.List;

/** The list of everything that the gateway serves over plain HTTP. */
public final class HttpApi {
    private HttpApi() {}

    /**
     * All endpoints.
     *
     * @param pages whether browsers are shown the trading view
     * @param bodyBudget shared by all bodies that are being received
     */
    public static List<HttpEndpoint> endpoints(
            boolean pages,
            Broker broker,
            StatusEndpoint status,
            MetricsEndpoint metrics,
            ReadinessEndpoint readiness,
            HttpSettings settings,
            ByteBudget bodyBudget,
            ChartFeed charts,
            ProgressFeed progress,
            NotificationCenter notifications,
            SystemStatusFeed systemStatus) {
        List<HttpEndpoint> all = new ArrayList<>(pages ? Pages.trading() : List.of());
        all.addAll(ApiDocuments.ofPublicListener());
        all.addAll(List.of(
                new BroadcastEndpoint(broker),
                new PublicationsEndpoint(broker, settings, bodyBudget),
                status,
                metrics,
                new LivenessEndpoint(),
                readiness,
                new AddPointsEndpoint(charts),
                new ReadPointsEndpoint(charts),
                new RemoveChartEndpoint(charts),
                new ProgressEndpoint(progress),
                new BacktestEndpoint(progress),
                new BacktestsEndpoint(progress),
                new DeleteBacktestEndpoint(progress),
                new NotifyEndpoint(notifications),
                new NotificationsEndpoint(notifications),
                new NotificationEndpoint(notifications),
                new PreferencesEndpoint(notifications),
                new PreferencesUpdateEndpoint(notifications),
                new SystemStatusEndpoint(systemStatus)));
        return List.copyOf(all);
    }
}
