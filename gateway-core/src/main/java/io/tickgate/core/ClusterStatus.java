package io.tickgate.core;

import io.tickgate.core.admin.ClusterView;
import io.tickgate.core.admin.StatusView;
import io.tickgate.core.broadcast.Backbone;
import io.tickgate.core.broadcast.NodeReport;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What this gateway tells those that share a backbone with it, and what it has heard of them. Any thread. */
final class ClusterStatus {
    private final @Nullable Backbone backbone;
    private final Supplier<StatusView> own;

    /** @param backbone null for a gateway that stands alone */
    ClusterStatus(@Nullable Backbone backbone, Supplier<StatusView> own) {
        this.backbone = backbone;
        this.own = own;
        if (backbone != null) {
            backbone.introduce(this::self);
        }
    }

    private NodeReport self() {
        StatusView view = own.get();
        return new NodeReport(
                "",
                view.version(),
                view.uptimeSeconds(),
                view.draining(),
                view.totalConnections(),
                view.subscriptions(),
                true,
                0);
    }

    /** The gateways that live; none for one that stands alone. */
    List<NodeReport> nodes() {
        return backbone == null ? List.of() : backbone.nodes();
    }

    /** Null for a gateway that stands alone. */
    @Nullable
    ClusterView view() {
        if (backbone == null) {
            return null;
        }
        Backbone.Health health = backbone.health();
        String epoch = health.epoch();
        return new ClusterView(
                health.isAvailable(), epoch == null ? "" : epoch, health.detail(), backbone.nodes(), backbone.counts());
    }
}
