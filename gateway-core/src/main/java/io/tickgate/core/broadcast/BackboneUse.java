package io.tickgate.core.broadcast;

/** Who numbers the publications of a family where gateways share a {@link Backbone}. */
public enum BackboneUse {
    /** The backbone alone: while it is away, nothing is published ({@code channels.<name>.on-broker-loss: refuse}). */
    REQUIRED,
    /** The backbone, and each gateway by itself while it is away ({@code channels.<name>.on-broker-loss: local}). */
    PREFERRED,
    /** Each gateway by itself, as what it publishes tells of this gateway alone. */
    NONE
}
