package io.tickgate.cluster;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tickgate.protocol.message.ChannelNames;

/**
 * What things are called in Redis. Everything of a topic carries the tag of its bucket, by which a Redis Cluster keeps it on
 * one node: {@code {prefix:family:number}}.
 *
 * @param bucketCount of each family
 */
record Keyspace(String prefix, int bucketCount) {
    /** In no name of a topic. */
    private static final char SEPARATOR = '\n';

    String epoch() {
        return "{" + prefix + "}:epoch";
    }

    String nodes() {
        return "{" + prefix + "}:nodes";
    }

    /** How many connections each user has at a run of a gateway. With the nodes, so that one script counts them all. */
    String users(String node) {
        return "{" + prefix + "}:users:" + node;
    }

    /** The channel on which a new epoch is announced. */
    String control() {
        return "{" + prefix + "}:control";
    }

    /** The channel of one node, on which it hears itself. */
    String probe(String node) {
        return "{" + prefix + "}:node:" + node;
    }

    /** The tag of the bucket that {@code topic} belongs to. */
    String tagOf(String topic) {
        // Names of one family differ in a few characters at the end.
        int hash = topic.hashCode() * 0x9E3779B9;
        return tag(ChannelNames.base(topic), (hash >>> 16) % bucketCount);
    }

    String tag(String family, int number) {
        return "{" + prefix + ":" + family + ":" + number + "}";
    }

    /** A bucket's epoch, floor and sequence. */
    static String meta(String tag) {
        return tag + ":meta";
    }

    /** A bucket's topics, each with its last offset, its time and, of a state, its newest publication. */
    static String topics(String tag) {
        return tag + ":topics";
    }

    /** There while some gateway hears the bucket, and for a day longer. */
    static String followed(String tag) {
        return tag + ":followed";
    }

    /** The channel on which a bucket's publications are announced. */
    static String announcements(String tag) {
        return tag + ":new";
    }

    /** How many publications a run of a gateway has sent to a bucket. */
    static String producer(String tag, String node) {
        return tag + ":sent:" + node;
    }

    static String streams(String tag) {
        return tag + ":stream:";
    }

    static String stream(String tag, String topic) {
        return streams(tag) + topic;
    }

    /** Where a publication under a key of its publisher is. */
    static String idempotency(String tag, String topic, String key) {
        return tag + ":key:" + topic + SEPARATOR + key;
    }

    static String tableSets(String tag) {
        return tag + ":tables:";
    }

    /** The names of a topic's tables. */
    static String tables(String tag, String topic) {
        return tableSets(tag) + topic;
    }

    /** What the name of the hash of each of a topic's tables begins with. */
    static String rows(String tag, String topic) {
        return tag + ":rows:" + topic + SEPARATOR;
    }

    /** The same of the order of each of them. */
    static String order(String tag, String topic) {
        return tag + ":order:" + topic + SEPARATOR;
    }

    static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }

    /** As Redis writes numbers. */
    static byte[] bytes(long number) {
        return bytes(Long.toString(number));
    }

    static String text(byte[] bytes) {
        return new String(bytes, UTF_8);
    }
}
