package io.tickgate.core;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noMethods;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** The layers of docs/ARCHITECTURE.md, and what keeps the event loops free of locks, sleeps and other clocks. */
class LayersTest {
    private static final String ROOT = "io.tickgate.core";
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages(ROOT);

    @Test
    void everyLayerKnowsOnlyThoseBelowIt() {
        layeredArchitecture()
                .consideringOnlyDependenciesInLayers()
                .layer("config")
                .definedBy(ROOT + ".config..")
                .layer("ground")
                .definedBy(
                        ROOT + ".time..", ROOT + ".metrics..", ROOT + ".limit..", ROOT + ".frame..", ROOT + ".filter..")
                .layer("auth")
                .definedBy(ROOT + ".auth..")
                .layer("broadcast")
                .definedBy(ROOT + ".broadcast..")
                .layer("session")
                .definedBy(ROOT + ".session..")
                .layer("feed")
                .definedBy(ROOT + ".feed..")
                .layer("producer")
                .definedBy(ROOT + ".producer..")
                .layer("admin")
                .definedBy(ROOT + ".admin..")
                .layer("transport")
                .definedBy(ROOT + ".transport..")
                .layer("composition")
                .definedBy(ROOT)
                .whereLayer("config")
                .mayNotAccessAnyLayer()
                .whereLayer("ground")
                .mayNotAccessAnyLayer()
                .whereLayer("auth")
                .mayOnlyAccessLayers("ground")
                .whereLayer("broadcast")
                .mayOnlyAccessLayers("ground")
                .whereLayer("session")
                .mayOnlyAccessLayers("ground", "auth", "broadcast")
                .whereLayer("feed")
                .mayOnlyAccessLayers("ground", "broadcast", "session")
                .whereLayer("producer")
                .mayOnlyAccessLayers("broadcast", "feed")
                .whereLayer("admin")
                .mayOnlyAccessLayers("ground", "broadcast", "session")
                .whereLayer("transport")
                .mayOnlyAccessLayers("ground", "auth", "broadcast", "session", "feed", "admin")
                .whereLayer("composition")
                .mayNotBeAccessedByAnyLayer()
                .check(CLASSES);
    }

    @Test
    void configKnowsNothingOfTheOthers() {
        noClasses()
                .that()
                .resideInAPackage(ROOT + ".config..")
                .should()
                .dependOnClassesThat(resideInAPackage(ROOT + "..").and(not(resideInAPackage(ROOT + ".config.."))))
                .check(CLASSES);
    }

    @Test
    void onlyTheTransportAndTheCompositionKnowChannelsAndHandlers() {
        noClasses()
                .that()
                .resideOutsideOfPackages(ROOT, ROOT + ".transport..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.netty.channel..", "io.netty.handler..", "io.netty.bootstrap..")
                .check(CLASSES);
    }

    @Test
    void noParserIsUsedPastTheProtocol() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("com.fasterxml.jackson..", "org.msgpack..")
                .check(CLASSES);
    }

    @Test
    void packagesFormNoCycle() {
        slices().matching(ROOT + ".(*)..").should().beFreeOfCycles().check(CLASSES);
    }

    @Test
    void nothingLocks() {
        noMethods()
                .that()
                .areDeclaredInClassesThat()
                .resideInAPackage(ROOT + "..")
                .should()
                .haveModifier(JavaModifier.SYNCHRONIZED)
                .check(CLASSES);
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAPackage("java.util.concurrent.locks..")
                .check(CLASSES);
    }

    @Test
    void onlyTheClockReadsTheTimeAndNothingSleeps() {
        noClasses()
                .that()
                .resideOutsideOfPackage(ROOT + ".time..")
                .should()
                .callMethod(System.class, "currentTimeMillis")
                .orShould()
                .callMethod(System.class, "nanoTime")
                .orShould()
                .callMethod(Instant.class, "now")
                .check(CLASSES);
        noClasses().should().callMethod(Thread.class, "sleep", long.class).check(CLASSES);
    }
}
