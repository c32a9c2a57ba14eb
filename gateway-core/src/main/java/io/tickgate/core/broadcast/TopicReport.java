package io.tickgate.core.broadcast;

/**
 * One topic at one instant, for its operator.
 *
 * @param isState whether only its newest publication matters
 * @param subscribers of exactly this topic
 * @param familySubscribers of its family, who get its publications, too; 0 for a family itself
 * @param offset the last one given, 0 for none
 * @param historyCount publications kept
 * @param historyBytes of these
 */
public record TopicReport(
        String name,
        String family,
        boolean isState,
        int subscribers,
        int familySubscribers,
        long offset,
        int historyCount,
        long historyBytes) {}
