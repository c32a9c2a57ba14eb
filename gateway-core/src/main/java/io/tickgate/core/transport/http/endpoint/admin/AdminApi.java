package io.tickgate.core.transport.http.endpoint.admin;

import io.tickgate.core.admin.ConnectionDesk;
import io.tickgate.core.admin.FamilyFigures;
import io.tickgate.core.admin.LogControl;
import io.tickgate.core.admin.Redaction;
import io.tickgate.core.broadcast.Epochs;
import io.tickgate.core.broadcast.NodeReport;
import io.tickgate.core.broadcast.TopicSurvey;
import io.tickgate.core.broadcast.TopicTail;
import io.tickgate.core.transport.http.HttpEndpoint;
import io.tickgate.core.transport.http.endpoint.ApiDocuments;
import io.tickgate.core.transport.http.endpoint.LivenessEndpoint;
import io.tickgate.core.transport.http.endpoint.Pages;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** The list of everything that the operator's listener serves. */
public final class AdminApi {
    private AdminApi() {}

    /**
     * All endpoints.
     *
     * @param redaction what is hidden of publications
     * @param families is called on any event loop
     * @param epochs told with offsets
     * @param nodes the gateways that share a broker
     * @param drain begins to send all clients away, and says whether it was this call that did
     * @param pages whether browsers are shown the operations page
     * @param publicOnes endpoints that the public listener has, too, such as the status
     */
    public static List<HttpEndpoint> endpoints(
            ConnectionDesk connections,
            TopicSurvey topics,
            TopicTail tail,
            Redaction redaction,
            Supplier<List<FamilyFigures>> families,
            Epochs epochs,
            Supplier<List<NodeReport>> nodes,
            LogControl log,
            BooleanSupplier drain,
            boolean pages,
            List<? extends HttpEndpoint> publicOnes) {
        List<HttpEndpoint> all = new ArrayList<>(List.of(
                new ConnectionsEndpoint(connections),
                new ConnectionEndpoint(connections),
                new DisconnectEndpoint(connections),
                new DisconnectAllEndpoint(connections),
                new UnsubscribeEndpoint(connections),
                new ChannelsEndpoint(topics, epochs),
                new ChannelEndpoint(topics, epochs),
                new NodesEndpoint(nodes),
                new TailEndpoint(tail, epochs, redaction),
                new FamiliesEndpoint(families),
                new LogLevelEndpoint(log),
                new LogLevelUpdateEndpoint(log),
                new DrainEndpoint(drain),
                new LivenessEndpoint()));
        all.addAll(publicOnes);
        all.addAll(ApiDocuments.ofAdminListener());
        if (pages) {
            all.addAll(Pages.operations());
        }
        return List.copyOf(all);
    }
}
