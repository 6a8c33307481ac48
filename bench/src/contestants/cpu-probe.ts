/*
 * Loaded ahead of each contestant, Parley's unchanged server included: says over IPC how much CPU its process has
 * used, in all its threads; and ends it when the bench is gone.
 */
process.on('message', (message) => {
  if (message === 'cpu') process.send?.({ cpu: process.cpuUsage() })
})
process.on('disconnect', () => process.kill(process.pid, 'SIGTERM'))
// The channel alone shall not keep a process alive that has ended its work.
process.channel?.unref()
