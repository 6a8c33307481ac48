import { type ClassType, Field, ObjectType } from 'type-graphql'
import { AppError } from '../errors.ts'
import type { Page, PageReader } from './page.ts'

@ObjectType({ description: 'Where a page stands in its list.' })
export class PageInfo {
  @Field(() => Boolean, {
    simple: true,
    description: 'Whether more follow this page (with `before`: whether any came after it).',
  })
  hasNextPage!: boolean

  @Field(() => Boolean, { simple: true, description: 'Whether any come before this page.' })
  hasPreviousPage!: boolean

  @Field(() => String, {
    simple: true,
    nullable: true,
    description: 'Cursor of the first item; null if there is none.',
  })
  startCursor!: string | null

  @Field(() => String, {
    simple: true,
    nullable: true,
    description: 'Cursor of the last item, for `after`; null if there is none.',
  })
  endCursor!: string | null
}

interface EdgeOf<Row> {
  cursor: string
  node: Row
}

/** Base of an edge type. */
export function Edge<Row extends object>(node: () => ClassType) {
  @ObjectType()
  abstract class EdgeBase implements EdgeOf<Row> {
    @Field(() => String, { simple: true, description: 'Where the item stands in the list.' })
    cursor!: string

    @Field(node, { simple: true, description: 'The item.' })
    node!: Row
  }
  return EdgeBase
}

/** Base of a connection type. The page is read when one of its fields is asked for, once. */
export function Connection<Row extends object>(edge: () => ClassType<EdgeOf<Row>>, node: () => ClassType) {
  @ObjectType()
  abstract class ConnectionBase {
    // No #private: transpiled it is an entry of a WeakMap, and V8's young collections keep all that such entries hold.
    readonly read: PageReader<Row>
    reading: Promise<Page<Row>> | undefined = undefined

    constructor(read: PageReader<Row>) {
      this.read = read
    }

    page(): Promise<Page<Row>> {
      this.reading ??= this.read()
      return this.reading
    }

    @Field(() => [edge()], { description: 'The items with their cursors.' })
    async edges(): Promise<EdgeOf<Row>[]> {
      const { rows, cursorOf } = await this.page()
      return rows.map((row) => ({ cursor: cursorOf(row), node: row }))
    }

    @Field(() => [node()], { description: 'The items.' })
    async nodes(): Promise<Row[]> {
      return (await this.page()).rows
    }

    @Field(() => PageInfo, { description: 'Where this page stands in its list.' })
    async pageInfo(): Promise<PageInfo> {
      const { rows, cursorOf, hasNextPage, hasPreviousPage } = await this.page()
      const [first, last] = [rows.at(0), rows.at(-1)]
      return {
        hasNextPage,
        hasPreviousPage,
        startCursor: first ? cursorOf(first) : null,
        endCursor: last ? cursorOf(last) : null,
      }
    }
  }
  return ConnectionBase
}

const LARGEST_PAGE = 100

/** The size of a page, as asked for or by default. BAD_USER_INPUT naming the argument unless it is from 1 to 100. */
export const pageSize = (
  argument: 'first' | 'last',
  asked: number | null | undefined,
  byDefault: number,
): number => {
  const size = asked ?? byDefault
  if (size >= 1 && size <= LARGEST_PAGE) return size
  throw new AppError('BAD_USER_INPUT', `${argument} must be from 1 to ${LARGEST_PAGE}`)
}
