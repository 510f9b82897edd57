// SPDX-License-Identifier: Apache-2.0
//
// Pages that are seldom opened come when they are.
import type { ComponentType } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { ApiError } from '../api/http';
import { Failure, Skeleton } from './basics';

export function lazy<Props extends object>(load: () => Promise<ComponentType<Props>>): ComponentType<Props> {
  let loaded: ComponentType<Props> | null = null;
  return function Lazy(props: Props) {
    const [, redraw] = useState(0);
    const [failed, setFailed] = useState(false);
    const begin = (): void => {
      setFailed(false);
      load().then((component) => {
        loaded = component;
        redraw((count) => count + 1);
      }, () => setFailed(true));
    };
    useEffect(() => {
      if (!loaded) begin();
    }, []);
    if (loaded) {
      const Component = loaded;
      return <Component {...props} />;
    }
    return failed ? <Failure error={new ApiError('offline', 0)} retry={begin} /> : <Skeleton count={2} />;
  };
}
