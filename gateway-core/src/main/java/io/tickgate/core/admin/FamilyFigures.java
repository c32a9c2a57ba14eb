package io.tickgate.core.admin;

/**
 * What was counted of one family, of all loops together.
 *
 * @param family its name; {@code other} for those that share a label in the metrics
 * @param subscriptions that there are now
 * @param publications since the start, like all that follow
 * @param conflated publications that a newer one replaced because a connection was slow, for each
 * @param dropped publications that a slow connection did not get, for each
 */
public record FamilyFigures(
        String family, long subscriptions, long publications, long deliveries, long conflated, long dropped) {}
