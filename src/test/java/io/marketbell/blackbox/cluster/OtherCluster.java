package io.marketbell.blackbox.cluster;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.api.parallel.ResourceLock;

/**
 * Marks a test class that uses {@link Cluster#ofOtherThree}. Such classes run one after the other, and in parallel with
 * those that use {@link Cluster#ofThree}: tests of faults mostly wait.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ResourceLock("the other cluster")
@Execution(ExecutionMode.CONCURRENT)
@interface OtherCluster {}
