package io.tickgate.core.admin;

import io.tickgate.core.broadcast.NodeReport;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The gateways that share a backbone, as this one has heard of them.
 *
 * @param isAvailable whether the backbone is there
 * @param epoch of what it keeps; empty before it was first reached
 * @param detail why it is not there; empty where it is
 * @param nodes what each has told last
 * @param counts what this gateway has counted about the backbone
 */
public record ClusterView(
        boolean isAvailable, String epoch, String detail, List<NodeReport> nodes, Map<String, Long> counts) {
    /** WebSockets of all of them. */
    public long connections() {
        return nodes.stream().mapToLong(NodeReport::connections).sum();
    }

    /** Subscriptions of all of them by family. */
    public Map<String, Long> subscriptions() {
        Map<String, Long> all = new TreeMap<>();
        nodes.forEach(node -> node.subscriptions().forEach((family, count) -> all.merge(family, count, Long::sum)));
        return all;
    }
}
