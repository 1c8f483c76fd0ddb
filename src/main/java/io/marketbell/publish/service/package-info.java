/** Publishes validated items, durable and volatile, and answers status requests. */
package io.marketbell.publish.service;
