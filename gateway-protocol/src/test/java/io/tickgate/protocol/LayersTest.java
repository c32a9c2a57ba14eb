package io.tickgate.protocol;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

class LayersTest {
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.tickgate.protocol");

    @Test
    void messagesKnowNoBytesAndTheWireKnowsNoCodec() {
        layeredArchitecture()
                .consideringOnlyDependenciesInLayers()
                .layer("message")
                .definedBy("io.tickgate.protocol.message..")
                .layer("wire")
                .definedBy("io.tickgate.protocol.wire..")
                .layer("codec")
                .definedBy("io.tickgate.protocol.codec..")
                .whereLayer("message")
                .mayNotAccessAnyLayer()
                .whereLayer("wire")
                .mayOnlyAccessLayers("message")
                .whereLayer("codec")
                .mayOnlyAccessLayers("message", "wire")
                .check(CLASSES);
    }

    @Test
    void onlyTheWireKnowsTheParsers() {
        noClasses()
                .that()
                .resideOutsideOfPackage("io.tickgate.protocol.wire..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("com.fasterxml.jackson..", "org.msgpack..")
                .check(CLASSES);
    }

    @Test
    void nothingKnowsNettyOrReadsAClock() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.netty..", "java.lang.reflect..")
                .orShould()
                .callMethod(System.class, "currentTimeMillis")
                .orShould()
                .callMethod(System.class, "nanoTime")
                .check(CLASSES);
    }
}
