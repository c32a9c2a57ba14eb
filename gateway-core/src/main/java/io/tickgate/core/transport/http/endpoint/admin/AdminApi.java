package io.tickgate.core.transport.http.endpoint.admin;

import io.tickgate.core.admin.ConnectionDesk;
import io.tickgate.core.admin.LogControl;
import io.tickgate.core.broadcast.Epochs;
import io.tickgate.core.broadcast.TopicSurvey;
import io.tickgate.core.transport.http.HttpEndpoint;
import io.tickgate.core.transport.http.endpoint.LivenessEndpoint;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;

/** The list of everything that the operator's listener serves. */
public final class AdminApi {
    private AdminApi() {}

    /**
     * All endpoints.
     *
     * @param epochs told with offsets
     * @param drain begins to send all clients away, and says whether it was this call that did
     * @param publicOnes endpoints that the public listener has, too, such as the status
     */
    public static List<HttpEndpoint> endpoints(
            ConnectionDesk connections,
            TopicSurvey topics,
            Epochs epochs,
            LogControl log,
            BooleanSupplier drain,
            List<? extends HttpEndpoint> publicOnes) {
        List<HttpEndpoint> all = new ArrayList<>(List.of(
                new ConnectionsEndpoint(connections),
                new ConnectionEndpoint(connections),
                new DisconnectEndpoint(connections),
                new DisconnectAllEndpoint(connections),
                new UnsubscribeEndpoint(connections),
                new ChannelsEndpoint(topics, epochs),
                new ChannelEndpoint(topics, epochs),
                new LogLevelEndpoint(log),
                new LogLevelUpdateEndpoint(log),
                new DrainEndpoint(drain),
                new LivenessEndpoint()));
        all.addAll(publicOnes);
        return List.copyOf(all);
    }
}
