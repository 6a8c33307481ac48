import { Component, type ReactNode } from 'react'
import { Button } from '../components/button.tsx'
import { EmptyState } from '../components/empty-state.tsx'
import { strings } from '../lib/strings.ts'

const words = strings.trouble

/** Stands in for a page that broke, so that nobody faces a blank one. React reports the error on the console. */
export class CrashGuard extends Component<{ children: ReactNode }, { crashed: boolean }> {
  override state = { crashed: false }

  static getDerivedStateFromError() {
    return { crashed: true }
  }

  override render() {
    if (!this.state.crashed) return this.props.children
    return (
      <main className="h-full">
        <EmptyState level={1} role="alert" icon="!" heading={words.crashed} detail={words.crashedDetail}>
          <Button look="primary" onClick={() => location.reload()}>
            {words.reload}
          </Button>
        </EmptyState>
      </main>
    )
  }
}
