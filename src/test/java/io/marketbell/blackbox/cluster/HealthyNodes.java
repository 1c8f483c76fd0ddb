package io.marketbell.blackbox.cluster;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.api.parallel.ResourceAccessMode;
import org.junit.jupiter.api.parallel.ResourceLock;

/**
 * Marks a test class that causes no faults. Such classes and their methods run in parallel with each other, but not with
 * those marked {@link io.marketbell.testkit.server.ProductServer}.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ResourceLock(value = "the product's server", mode = ResourceAccessMode.READ)
@Execution(ExecutionMode.CONCURRENT)
@interface HealthyNodes {}
